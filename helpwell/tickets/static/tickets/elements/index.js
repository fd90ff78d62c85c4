// What the inbox is made of; each element wakes by itself in swapped content.
import "./ticket-list.js";
import "./open-ticket.js";
import "./ticket-composer.js";
import "./new-ticket.js";
import "./send-later.js";
import "./composer-coach.js";
import "./moment-picker.js";
import "./message-frame.js";
import "./quote-selection.js";
import "./asking.js";
import "./adding-copies.js";
import "./rule-editor.js";
import "./step-list.js";
import "./choose-rows.js";
