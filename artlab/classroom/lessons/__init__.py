"""What the classroom knows about each lesson: one module per lesson, loaded when asked for."""
