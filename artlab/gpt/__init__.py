"""How GPT writes: attention, sampling, decoding, scoring, writers. PyTorch and transformers only.

Each name is imported on first use. To add one, write its module and put a row into `HOME`.
"""

from artlab import _lazy

# function or class -> module inside artlab.gpt
HOME = {
    "Block": "attention",
    "CausalSelfAttention": "attention",
    "GPT": "attention",
    "GPTConfig": "config",
    "causal_mask": "attention",
    "CacheTimes": "decoding",
    "beam_search": "decoding",
    "cache_times": "decoding",
    "greedy": "decoding",
    "sample": "decoding",
    "Corpus": "corpus",
    "landscapes": "corpus",
    "read_text": "corpus",
    "token_stream": "fast",
    "held_out_loss": "losses",
    "next_token_loss": "losses",
    "Span": "memorising",
    "TrainingText": "memorising",
    "longest_copied_span": "memorising",
    "visible_tokens": "reading",
    "MinP": "sampling",
    "NextToken": "sampling",
    "RepetitionPenalty": "sampling",
    "Temperature": "sampling",
    "TopK": "sampling",
    "TopP": "sampling",
    "next_token_table": "sampling",
    "processors": "sampling",
    "scaling_table": "scaling",
    "Scored": "scoring",
    "log_probability": "scoring",
    "perplexity": "scoring",
    "Settings": "settings",
    "Trainer": "training",
    "Watch": "watching",
    "Writer": "writers.base",
    "WriterError": "writers.base",
    "available_writers": "writers",
    "load_writer": "writers",
    "writer_names": "writers",
}

__all__, __getattr__, __dir__ = _lazy.names(__name__, HOME)
