/* stages.h: the stages of a compilation, described for people: see compile_stages in compiler.h. */
#ifndef COMPILER_STAGES_H
#define COMPILER_STAGES_H

#include "compiler/codegen.h"
#include "compiler/compiler.h"

/* These describe where compiler->stages asks for it; else they do nothing. */
void stages_describe_symbols(Compiler *compiler);
/* The current unit's graph with the list of its constants; `when` tells which graph it is. False: an
 * exception. */
bool stages_describe_graph(Compiler *compiler, Ref consts, const char *when);

/* Appends the tokens as `python3.11 -m tokenize` prints them. False: raised. */
bool stages_list_tokens(const char *source, isize length, Ref filename, Text *out);

/* compile_tree, with descriptions appended to `stages` (NULL: none). */
Own compile_tree_described(Tree *tree, const CompileOptions *options, u32 shown, Text *stages);

#endif
