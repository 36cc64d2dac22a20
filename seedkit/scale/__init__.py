"""Scale: a story cut into ranges of copies, which other processes or machines make, in any order, with the same bytes."""
