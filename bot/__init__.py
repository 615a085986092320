"""The core of Studybot: notes in, quizzes out, whatever chat they are played in."""
