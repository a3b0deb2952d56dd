// Stands for text that brings a fault in the reader to light.
throw new TypeError('not for the screen')
