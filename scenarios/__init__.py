"""Stories of the shipped products; import them as ``seedkit.scenarios.<product>``."""

if __name__ != "seedkit.scenarios":
    raise ImportError("import seedkit.scenarios, not scenarios: the folder is only seen through the package")
