// Stands for text that sends the reader round in circles.
for (;;) Math.random()
