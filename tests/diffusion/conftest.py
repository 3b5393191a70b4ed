"""What the tests of the diffusion model share."""

import pytest

pytest.importorskip("torch")


@pytest.fixture(scope="session")
def animals():
    """Every fortieth of the animals: pictures (num, 28, 28) and labels."""
    from artlab.datasets import animals

    dataset = animals()
    return dataset.images[::40, :, :, 0], dataset.labels[::40]
