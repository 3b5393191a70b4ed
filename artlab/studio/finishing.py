"""What is laid over a painting: paper, grain, snow, a seal."""


def finish(painting, plan, seed=0, paper=True, grain=True, edge=False, snow=True, seal=True):
    return painting
