// What the inbox is made of; each element wakes by itself in swapped content.
import "./ticket-list.js";
import "./open-ticket.js";
import "./ticket-composer.js";
import "./message-frame.js";
import "./asking.js";
