/* crypt_module.c: the module _crypt: the system's hashes of passwords. What the C library works with is a block in the
 * arena while it works; nothing is left of it. */
#include <crypt.h>

#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/error.h"
#include "object/str.h"
#include "vm/eval.h"

/* Where there is no hash, because the salt is none, the library leaves a text that is no hash of anything ("*0"). */
static Own crypt_hash(const char *word, const char *salt) {
    struct crypt_data *work = module_library_alloc(sizeof *work);
    if (!work) return error_memory();
    crypt_rn(word, salt, work, sizeof *work);
    Own text = str_from_utf8(work->output, -1);
    arena_free(work);
    return text;
}

static Own crypt_method_crypt(Ref self UNUSED, Ref const *args, isize nargs) {
    TextArgument word = {0}, salt = {0};
    if (!arguments_count("crypt", nargs, 2, 2) || !argument_text(args[0], "crypt", "1", &word)) return NULL;
    Own text = argument_text(args[1], "crypt", "2", &salt) ? crypt_hash(word.text, salt.text) : NULL;
    text_argument_release(&word);
    text_argument_release(&salt);
    return text;
}

static const MethodDef functions[] = {
    {"crypt", METHOD_ARRAY, .array = crypt_method_crypt,
     .doc = "crypt($module, word, salt, /)\n--\n\n"
            "Hash a *word* with the given *salt* and return the hashed password.\n\n"
            "*word* will usually be a user's password.  *salt* (either a random 2 or 16\n"
            "character string, possibly prefixed with $digit$ to indicate the method)\n"
            "will be used to perturb the encryption algorithm and produce distinct\n"
            "results for a given *word*."},
    {.name = NULL}};

const NativeModule crypt_module = {.name = "_crypt", .functions = functions, .extension = true};
