/* str_methods.h: str's methods, each in the file that its paragraph names, and the table that puts them
 * together (str_type.c). Nobody else includes it. */
#ifndef OBJECT_STR_METHODS_H
#define OBJECT_STR_METHODS_H

#include "object/str_internal.h"
#include "object/str_search.h"

#define STR_NONE(name) Own str_method_##name(Ref self)
#define STR_ONE(name) Own str_method_##name(Ref self, Ref arg)
#define STR_ARRAY(name) Own str_method_##name(Ref self, Ref const *args, isize nargs)
#define STR_KEYWORDS(name) Own str_method_##name(Ref self, Ref const *args, isize nargs, Ref kwnames)

static inline Chars str_chars(Ref s) { return (Chars){str_data(s), str_length(s), str_kind(s)}; }

/* str_find.c */
STR_ARRAY(count);
STR_ARRAY(find);
STR_ARRAY(index);
STR_ARRAY(rfind);
STR_ARRAY(rindex);
STR_ARRAY(startswith);
STR_ARRAY(endswith);
STR_ONE(removeprefix);
STR_ONE(removesuffix);
int str_contains(Ref self, Ref sub);

/* str_split.c */
STR_KEYWORDS(split);
STR_KEYWORDS(rsplit);
STR_KEYWORDS(splitlines);
STR_ONE(partition);
STR_ONE(rpartition);

/* str_strip.c: strip and padding */
STR_ARRAY(strip);
STR_ARRAY(lstrip);
STR_ARRAY(rstrip);
STR_ARRAY(center);
STR_ARRAY(ljust);
STR_ARRAY(rjust);
STR_ONE(zfill);
STR_KEYWORDS(expandtabs);

/* str_case.c */
STR_NONE(lower);
STR_NONE(upper);
STR_NONE(title);
STR_NONE(capitalize);
STR_NONE(swapcase);
STR_NONE(casefold);

/* str_predicates.c */
STR_NONE(isalnum);
STR_NONE(isalpha);
STR_NONE(isascii);
STR_NONE(isdecimal);
STR_NONE(isdigit);
STR_NONE(isidentifier);
STR_NONE(islower);
STR_NONE(isnumeric);
STR_NONE(isprintable);
STR_NONE(isspace);
STR_NONE(istitle);
STR_NONE(isupper);

/* str_replace.c, str_join.c, str_translate.c */
STR_ARRAY(replace);
STR_ONE(join);
STR_ONE(translate);
STR_ARRAY(maketrans);

/* str_format_method.c */
STR_KEYWORDS(format);
STR_ONE(format_map);

/* str_iterator.c */
Own str_iter(Ref self);

#endif
