/** The longest query, in UTF-16 code units. */
export const MAX_QUERY_LENGTH = 4_096;

/** How deep parentheses and negations may be nested. */
export const MAX_QUERY_DEPTH = 64;

/** Most terms in a query: each may have to look through a message of a megabyte. */
export const MAX_QUERY_TERMS = 256;

/** Most regular expressions in a query. */
export const MAX_QUERY_REGEXES = 16;

/** Most keys in a filter. */
export const MAX_FILTER_KEYS = 256;
