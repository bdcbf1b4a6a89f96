"""How things look: signs, colours and words shared by every table, picture and report."""
