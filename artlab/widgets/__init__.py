"""Interactive pictures: one function per widget of a lesson, loaded when it is asked for.

To add one, write `artlab/widgets/<lesson>.py` and put a row into `HOME`.
"""

from artlab import _lazy

# function or class -> module inside artlab.widgets
HOME = {
    "Arena": "arena",
    "CoveredPicture": "covering",
    "DrawingCanvas": "canvas",
    "LiveStyle": "styling",
    "LiveView": "training",
    "LiveWriting": "own_gpt",
    "attention_reader": "attention",
    "be_the_generator": "game",
    "denoising_scrubber": "denoising",
    "cover_and_predict": "covering",
    "draw_and_paint": "canvas",
    "latent_walk": "latents",
    "loss_slider": "losses",
    "morph_pad": "latents",
    "next_token_bars": "next_token",
    "painting_browser": "gallery",
    "patch_hover": "painting",
    "pixel_reader": "pixels",
    "plane_places": "arena",
    "planes": "arena",
    "precision_balls": "stamps",
    "ring_scrubber": "losses",
    "saddle_walk": "saddle",
    "snapshot_scrubber": "long_run",
    "stamp_sliders": "stamps",
    "studio_panel": "studio",
    "class_wall": "wall",
    "description_editor": "studio",
    "stroke_player": "strokes",
    "style_mixer": "styling",
    "token_editor": "token_editing",
    "training_scrubber": "training",
    "weight_explorer": "boundary",
    "wipe": "painting",
    "writing_scrubber": "own_gpt",
    "writing": "streaming",
    "Picture": "base",
    "buttons": "base",
    "choice": "base",
    "connect": "base",
    "int_slider": "base",
    "panel": "base",
    "play": "base",
    "side_by_side": "streaming",
    "slider": "base",
    "switch": "base",
    "text": "base",
}

__all__, __getattr__, __dir__ = _lazy.names(__name__, HOME)
