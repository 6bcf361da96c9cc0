/* json.h: what the files of the module _json say to each other: it speeds up the library's package json. */
#ifndef MODULES_JSON_H
#define MODULES_JSON_H

#include "modules/modules.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* The str whose opening quote stands just before `begin`; *end is set behind the closing one. NULL raised. */
Own json_scan_string(Ref text, isize begin, bool strict, isize *end);
/* Appends a str in quotes, with escapes; `ascii`: for all that is not ASCII too. */
void json_append_quoted(StrBuilder *builder, Ref string, bool ascii);
/* Raises json.decoder.JSONDecodeError(message, text, position). */
void *json_error(const char *message, Ref text, isize position);

Own json_scanstring(Ref module, Ref const *args, isize nargs);
Own json_encode_basestring(Ref module, Ref string);
Own json_encode_basestring_ascii(Ref module, Ref string);

#endif
