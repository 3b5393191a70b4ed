"""What stands out in a picture, by two published maps that need no training."""

import cv2
import numpy as np

SPECTRAL_SIDE = 64  # of the longer side: the scale of the map
BLUR = 0.04  # of the longer side
EVEN = 1e-4  # spread of a channel below which there is nothing but rounding


def spectral_residual(lab):
    """Saliency: what of a picture's spectrum is not like its neighbourhood in the spectrum.

    Args:
        lab: OKLab (height, width, 3); the maps of the three channels are added.

    Returns:
        float array (height, width), 0 or more, its largest value 1; zeros for an even picture.

    References:
        Hou & Zhang 2007, Saliency Detection: A Spectral Residual Approach, eq. 1-5; here the
        picture is mirrored at its borders first, and OKLab's channels stand in for grey.
    """
    height, width = lab.shape[:2]
    scale = SPECTRAL_SIDE / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(lab.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    margins = (size[1] // 2, size[1] // 2, size[0] // 2, size[0] // 2)
    # Mirrored at its borders, or else their jump would be what stands out.
    wide = cv2.copyMakeBorder(small, *margins, cv2.BORDER_REFLECT)
    found = sum(_residual(channel) for channel in np.moveaxis(wide, -1, 0))
    found = found[margins[0] : margins[0] + size[1], margins[2] : margins[2] + size[0]]
    found = cv2.resize(found.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    found = blurred(found, BLUR)
    return found / found.max() if found.max() > 1e-9 else np.zeros_like(found)


def _residual(channel):
    """Squared inverse transform of the residual of the log spectrum, phases kept."""
    spectrum = np.fft.fft2(channel - channel.mean())
    size = np.abs(spectrum)
    if channel.std() < EVEN:
        return np.zeros_like(channel)
    log_size = np.log(size + 1e-6 * size.max())
    wrapped = np.pad(log_size, 1, mode="wrap")
    mean = cv2.blur(wrapped, (3, 3))[1:-1, 1:-1]
    found = np.abs(np.fft.ifft2(np.exp(log_size - mean + 1j * np.angle(spectrum)))) ** 2
    return found * channel.std() / found.mean()  # a channel counts as much as it varies


def color_weight(lab):
    """Visual weight: distance of each colour, slightly blurred, from the mean colour.

    Args:
        lab: OKLab (height, width, 3).

    Returns:
        float array (height, width), 0 or more, its sum 1; even for an even picture.

    References:
        Achanta et al. 2009, Frequency-tuned Salient Region Detection, eq. 4; Arnheim 1974,
        Art and Visual Perception, chapter 1 (weight).
    """
    soft = cv2.GaussianBlur(lab, (5, 5), 0)
    found = np.linalg.norm(soft - lab.mean(axis=(0, 1)), axis=-1)
    total = found.sum()
    return found / total if total > 1e-6 * found.size else np.full(found.shape, 1 / found.size)


def blurred(values, share):
    """Gaussian blur with a width given as a share of the longer side."""
    return cv2.GaussianBlur(values, (0, 0), share * max(values.shape))
