"""What a writer does in any language: draw words by chance, and keep to what is true."""


class Writer:
    """Writes one text about a scene; `mentions` collects what it claims."""

    words: object  # a module of tables: `world.words`, or a wider one
    VERBS: dict  # element -> ways of saying what it does, in the writer's language

    def __init__(self, scene, generator):
        self.scene, self.generator = scene, generator
        self.mentions = {}

    def pick(self, options):
        """One of the options."""
        return options[int(self.generator.integers(len(options)))]

    def chance(self, share):
        """Whether an event of this probability happens."""
        return self.generator.random() < share

    def verbs(self, name):
        """Ways of saying what a thing does that are true here."""
        table = self.VERBS[name]
        if self.scene.water != "none":
            return table
        return [
            verb for verb in table if not any(part in str(verb) for part in self.words.NEEDS_WATER)
        ]
