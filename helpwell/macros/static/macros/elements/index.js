// Macros and snippets on a ticket; each element wakes by itself in swapped content.
import "./macro-picker.js";
import "./macro-deeds.js";
import "./first-blank.js";
