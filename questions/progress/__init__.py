"""How far a learner has come: points, tallies, what is known per topic."""
