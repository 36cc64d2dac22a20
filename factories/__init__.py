"""Factories of the shipped products; import them as ``seedkit.factories.<product>``."""

if __name__ != "seedkit.factories":
    raise ImportError("import seedkit.factories, not factories: the folder is only seen through the package")
