"""Loads what the course ships and what its runs leave, and tells what was unpickled on the way.

    python tests/faults/load_everything.py keras|torch FOLDER

Run as a program of its own, because an audit hook cannot be taken off again. It prints one line
of JSON: the files that were loaded, and every unpickling with the file and line that asked for it.
"""

import functools
import json
import pickle
import sys
import traceback
from pathlib import Path

import numpy as np

SEEN = []
PACKAGE = Path(__file__).resolve().parents[2] / "artlab"


def watch():
    """From here on every unpickling is written down, whether it asks for a class or not."""

    def told(event, arguments):
        if event == "pickle.find_class":
            SEEN.append(f"{'.'.join(map(str, arguments))} {_asker()}")

    sys.addaudithook(told)
    for name in ("load", "loads", "Unpickler"):
        setattr(pickle, name, _refused(name))


def _refused(name):
    def refuse(*arguments, **options):
        SEEN.append(f"pickle.{name} {_asker()}")
        raise RuntimeError(f"pickle.{name} was called")

    return refuse


def _asker():
    frames = traceback.extract_stack()[:-2]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in frames[-6:][::-1])


def on_keras(folder):
    """Loaders of the side of TensorFlow, by the file that they load."""
    from artlab import runtime

    runtime.load("tensorflow")
    from artlab import datasets
    from artlab.gan import Trainer, animals_gan, clinic, networks, silhouettes

    pictures = np.zeros((4, 8, 8, 1), np.float32)

    def trainer():
        players = networks.dense_generator(4, (8, 8, 1)), networks.dense_discriminator((8, 8, 1))
        return Trainer(*players, batch_size=2, ema=0.9, checkpoint=folder / "gan.safetensors")

    def checkpoint():
        trainer().fit(pictures, 2, progress=False)
        return lambda: trainer().fit(pictures, 3, progress=False)

    loaders = {
        "datasets/data/animals.npz": lambda: (datasets.animals(), datasets.digits()),
        "weights/animals_gan/animals_gan.safetensors": animals_gan.load,
        "weights/clinic/clinic.safetensors": clinic.ward,
        "weights/silhouettes/silhouettes.safetensors": silhouettes.load,
        "gan checkpoint": checkpoint(),
        "progress": progress(folder),
    }
    if (PACKAGE / "weights/animals_gan/training.npz").exists():
        loaders["weights/animals_gan/training.npz"] = animals_gan.training_snapshots
    return loaders


def on_torch(folder):
    """Loaders of the side of PyTorch and ONNX Runtime, by the files that they load."""
    import torch
    import transformers  # noqa: F401

    from artlab import _runs, datasets, diffusion, gallery, gpt
    from artlab.gallery import features, instance_norm
    from artlab.gallery.analysis import reference
    from artlab.gpt import scaling
    from artlab.studio import Artwork, PersonalPainter, Studio, snapshots
    from artlab.studio.training import export_gpt, model, personal_network, runs

    picture = np.tile(np.arange(96, dtype=np.uint8)[:, None, None], (1, 96, 3))

    def artwork():
        path = Studio(size=64).paint("a lake").save(folder / "work.png")
        return Artwork.load(path)

    def run_of_a_gpt():
        network = model.build(layers=1, width=8, heads=2, positions=16)
        path, steps = folder / "drawer_run.safetensors", model.optimizers(network, 0.1)
        averages = model.Averages(network, 0.9)
        runs.save_run(path, network, steps, averages, {"step": 0})
        return lambda: runs.load_run(path, network, steps, averages)

    def run_of_the_gallery():
        layer = torch.nn.Linear(2, 2)
        steps, path = torch.optim.Adam(layer.parameters()), folder / "run.safetensors"
        layer(torch.ones(1, 2)).sum().backward()
        steps.step()
        _runs.save_run(path, 1, steps, decoder=layer.state_dict())
        return lambda: _runs.load_run(path, steps)

    def checkpoint():
        sizes = {"vocab_size": 256, "num_positions": 8, "num_layers": 1, "num_heads": 1, "width": 8}

        def trainer():
            return gpt.Trainer(
                gpt.GPT(gpt.GPTConfig(**sizes), 0), corpus, folder / "gpt.safetensors",
                steps=2, batch_size=2, length=4, warmup=1,
            )  # fmt: skip

        class Letters:
            eos_token_id = 0

            def __call__(self, texts, verbose=True):
                one = isinstance(texts, str)
                ids = [[ord(c) % 256 for c in text] for text in ([texts] if one else texts)]
                return {"input_ids": ids[0] if one else ids}

        corpus = gpt.Corpus(["two mountains", "a lake", "the sea at dusk"], Letters(), held_out=1)
        trainer().fit()
        return lambda: trainer().fit()

    weights = PACKAGE / "weights"
    personal = {
        f"weights/personal/{name}/personal_painter.safetensors": functools.partial(
            PersonalPainter.load, name
        )
        for name in PersonalPainter.shipped()
    }
    return personal | {
        "weights/diffusion/diffusion.safetensors": diffusion.load,
        "weights/drawer/drawer.onnx": lambda: Studio(size=64).paint("a lake at dusk"),
        "weights/painter/painter.onnx": lambda: Studio(size=64).paint("a lake at dawn"),
        "weights/writer/model.onnx": lambda: Studio(size=64).paint("a lake by night"),
        "weights/writer/tokenizer.json": lambda: Studio(size=64).paint("a lake by day"),
        "weights/drawer/drawer.safetensors": lambda: export_gpt.load_gpt(
            weights / "drawer" / "drawer.safetensors"
        ),
        "weights/painter/painter.safetensors": personal_network.shipped_arrays,
        "weights/writer/model.safetensors": lambda: gpt.load_writer("course").write("a lake", 3),
        "weights/fast_style/fast_style.safetensors": instance_norm.course_decoder,
        "weights/hed_vgg16/hed_vgg16.safetensors": features.hed_vgg16,
        "weights/horizon/horizon.safetensors": lambda: gallery.horizon(picture),
        "weights/reader/reader.safetensors": lambda: gallery.load_reader().read(picture),
        "gallery/analysis/data/reference.safetensors": reference.load,
        "gpt/data/scaling.json": scaling.scaling_table,
        "gpt/data/voice.txt": gpt.read_text,
        "studio/data/painter_snapshots.npz": snapshots.load,
        "the Met's paintings": datasets.met_paintings,
        "artwork": artwork,
        "gpt checkpoint": checkpoint(),
        "studio run": run_of_a_gpt(),
        "gallery run": run_of_the_gallery(),
        "progress": progress(folder),
    }


def progress(folder):
    """The progress file, with an answer in it."""
    from artlab.classroom.store import Store

    path = folder / "progress.json"
    Store(path).change(lambda record: None)
    return lambda: Store(path).read()


def main(side, folder):
    """Prepares the files, starts to watch, and loads."""
    loaders = {"keras": on_keras, "torch": on_torch}[side](Path(folder))
    watch()
    for load in loaders.values():
        load()
    print(json.dumps({"loaded": sorted(loaders), "unpickled": SEEN}))


if __name__ == "__main__":
    main(*sys.argv[1:])
