"""From a document to a typed graph: lines, rows, measures, links, graph. Each stage is a pure function named from-to."""
