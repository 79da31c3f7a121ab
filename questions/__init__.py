"""KazQuiz: facts, questions, memory, and the people who learn."""
