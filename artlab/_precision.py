"""Which 16-bit numbers a device multiplies by itself: read from the device, never timed.

So one machine always computes in the same way, and gives the same bits.
"""

import torch

# What torch tells of a CPU; these are private names, so each may be missing.
CPU_SIGNS = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")


def multiplies_bfloat16(device):
    """Whether a device multiplies bfloat16 directly; one that does not is slower at it.

    Args:
        device: a `torch.device`.
    """
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    asked = (getattr(torch.cpu, name, lambda: False)() for name in CPU_SIGNS)
    return device.type == "cpu" and any(asked)
