import "./notification-bell.js";
import "./push-switch.js";
