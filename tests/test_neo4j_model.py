"""The model on a real Neo4j server: what was loaded is there, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neo4j import Driver


def test_a_database_is_empty_at_first(database: Driver) -> None:
    """The fixture hands over a database without nodes, on a server of the version that the pom names."""
    with database.session() as session:
        assert 0 == session.run("MATCH (n) RETURN count(n)").single(strict=True)[0]
        assert "5.26.19" == session.run("CALL dbms.components() YIELD versions RETURN versions[0]").single(strict=True)[0]
