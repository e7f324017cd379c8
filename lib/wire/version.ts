/** The protocol between server and browser. A browser that meets another number reloads its page. */
export const PROTOCOL_VERSION = 2;
