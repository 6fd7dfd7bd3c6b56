"""One file a page, each with ``page``, ``load``, ``render`` and, where something is written, ``act``."""
