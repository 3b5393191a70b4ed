"""A small diffusion model of the 28 x 28 animals: pictures out of noise, step by step.

model = diffusion.load()
pictures = diffusion.sample(model, 8, "giraffe", steps=16)

Pictures are float32 arrays (num, 28, 28) in [-1, 1]. The schedule needs NumPy alone; the
network, its training and its weights need PyTorch. Each is imported on first use.
"""

from artlab import _lazy

# class or function -> module inside artlab.diffusion
HOME = {
    "Denoiser": "network",
    "NAMES": "network",
    "Path": "sampling",
    "Settings": "settings",
    "Trainer": "training",
    "add_noise": "schedule",
    "cosine_schedule": "schedule",
    "denoising_path": "sampling",
    "load": "pretrained",
    "noise_from": "schedule",
    "picture_from": "schedule",
    "sample": "sampling",
    "snapshots": "pretrained",
    "train": "making",
    "velocity": "schedule",
}

__all__, __getattr__, __dir__ = _lazy.names(__name__, HOME)
