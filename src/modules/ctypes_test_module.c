/* ctypes_test_module.c: the module _ctypes_test, by whose functions CPython's own tests of ctypes call C.
 *
 * In CPython it is a shared library too, which the tests open by the module's __file__: here that name
 * stands in the table of libraries (ctypes_library.c), and its functions are the machine's. */
#include "modules/ctypes.h"
#include "object/float.h"

/* --- variables ------------------------------------------------------------------------------------------ */

struct TestVariables {
    i64 left, top, right, bottom, signed_argument, unsigned_argument;
    u32 pair[2];
    i32 an_integer;
};

static struct TestVariables *variables(void) {
    if (!CTYPES->test) {
        CTYPES->test = arena_alloc(sizeof *CTYPES->test, BLOCK_RAW);
        if (!CTYPES->test) return error_memory();
        *CTYPES->test =
            (struct TestVariables){.left = 10, .top = 20, .right = 30, .bottom = 40, .an_integer = 42};
    }
    return CTYPES->test;
}

void *ctypes_test_variable(const char *name) {
    struct TestVariables *test = variables();
    const struct {
        const char *name;
        void *place;
    } all[] = {{"left", &test->left},
               {"top", &test->top},
               {"right", &test->right},
               {"bottom", &test->bottom},
               {"last_tf_arg_s", &test->signed_argument},
               {"last_tf_arg_u", &test->unsigned_argument},
               {"last_tfrsuv_arg", test->pair},
               {"an_integer", &test->an_integer}};
    for (isize i = 0; test && i < COUNT_OF(all); i++) {
        if (strcmp(all[i].name, name) == 0) return all[i].place;
    }
    return NULL;
}

static bool get_an_integer(CCall *call) {
    return variables() && call_answer_int(call, variables()->an_integer);
}

/* --- a third of each type of number; the argument is remembered ----------------------------------------- */

#define THIRD(suffix, type, next, variable, answer)                                                            \
    static bool tf_##suffix(CCall *call) {                                                                     \
        struct TestVariables *test = variables();                                                              \
        type number = (type)next;                                                                              \
        if (!test) return false;                                                                               \
        test->variable = (i64)number;                                                                          \
        return answer;                                                                                         \
    }                                                                                                          \
    static bool tf_b##suffix(CCall *call) {                                                                    \
        next_word_unused(call);                                                                                \
        return tf_##suffix(call);                                                                              \
    }
static void next_word_unused(CCall *call) { call_word(call); }
#define SIGNED(suffix, type)                                                                                   \
    THIRD(suffix, type, call_word(call), signed_argument, call_answer_int(call, number / 3))
#define UNSIGNED(suffix, type)                                                                                 \
    THIRD(suffix, type, call_word(call), unsigned_argument, call_answer_word(call, number / 3))
SIGNED(b, i8)
UNSIGNED(B, u8)
SIGNED(h, i16)
UNSIGNED(H, u16)
SIGNED(i, i32)
UNSIGNED(I, u32)
SIGNED(l, i64)
UNSIGNED(L, u64)
SIGNED(q, i64)
UNSIGNED(Q, u64)
THIRD(f, float, call_float(call), signed_argument, call_answer_float(call, number / 3))
THIRD(d, double, call_double(call), signed_argument, call_answer_double(call, number / 3))

static long double next_long_double(CCall *call) {
    const CArgument *argument = call_memory(call, VALUE_LONG_DOUBLE);
    long double number = 0;
    if (argument) memcpy(&number, argument->value, sizeof number);
    return number;
}
static bool answer_long_double(CCall *call, long double number) {
    call->wide_result = number;
    return true;
}
THIRD(D, long double, next_long_double(call), signed_argument, answer_long_double(call, number / 3))

static bool tv_i(CCall *call) {
    if (!variables()) return false;
    variables()->signed_argument = call_int(call);
    return true;
}

/* --- sums of many types --------------------------------------------------------------------------------- */

/* Of a signed char, a short, an int, a long, a float; the double is the last. */
static double sum_bhilf(CCall *call) {
    double sum = (i8)call_word(call);
    sum += (i16)call_word(call);
    sum += call_int(call);
    sum += (double)call_long(call);
    return sum + (double)call_float(call);
}
static bool i_bhilfd(CCall *call) {
    double sum = sum_bhilf(call);
    return call_answer_int(call, (i64)(sum + call_double(call)));
}
static bool q_bhilfdq(CCall *call) {
    double sum = sum_bhilf(call);
    sum += call_double(call);
    return call_answer_int(call, (i64)(sum + (double)call_long(call)));
}
static bool f_bhilfd(CCall *call) {
    double sum = sum_bhilf(call);
    return call_answer_float(call, (float)(sum + call_double(call)));
}
static bool d_bhilfd(CCall *call) {
    double sum = sum_bhilf(call);
    return call_answer_double(call, sum + call_double(call));
}
static bool D_bhilfD(CCall *call) {
    long double sum = sum_bhilf(call);
    return answer_long_double(call, sum + next_long_double(call));
}
static bool v(CCall *call) {
    int sum = call_int(call) + call_int(call), *to = call_pointer(call);
    if (!memory_check(to, sizeof *to, true)) return false;
    memcpy(to, &sum, sizeof sum);
    return true;
}

/* --- pointers ------------------------------------------------------------------------------------------- */

static bool p_p(CCall *call) { return call_answer_word(call, call_word(call)); }

static bool c_p_p(CCall *call) {
    const int *count = call_pointer(call);
    void **arguments = call_pointer(call);
    if (!memory_check(count, sizeof *count, false) ||
        !memory_check(&arguments[*count - 1], sizeof(void *), false))
        return false;
    return call_answer_place(call, arguments[*count - 1]);
}

static bool deref_pointer(CCall *call) {
    const int *from = call_pointer(call);
    return memory_check(from, sizeof *from, false) && call_answer_int(call, *from);
}

static bool get_strchr(CCall *call) { return call_answer_place(call, library_find("strchr")); }

static bool wide_duplicate(CCall *call) {
    const u8 *text = call_pointer(call);
    isize length = memory_wide_length(text);
    if (length < 0) return false;
    usize bytes = (usize)(length + 1) * sizeof(u32);
    void *copy = arena_alloc(bytes, BLOCK_RAW);
    if (!copy) return error_memory();
    memcpy(copy, text, bytes);
    return call_answer_place(call, copy);
}

static bool list_append_item(CCall *call) {
    Ref list = call_pointer(call), item = call_pointer(call);
    if (!memory_is_object(list) || !memory_is_object(item)) return false;
    Own made = list_append_ref(list, item) ? own_none() : NULL;
    return made && call_answer_place(call, made);
}

/* --- calling back --------------------------------------------------------------------------------------- */

/* The sum of what the function makes of the value, its half, its quarter ... */
static bool callback_halves(CCall *call, bool is_int) {
    i64 value = is_int ? call_int(call) : call_long(call), sum = 0;
    const void *function = call_pointer(call);
    for (; value != 0; value /= 2) {
        u64 word = (u64)value, result;
        if (!cfunction_call_words(function, &word, 1, &result)) return false;
        sum += is_int ? (int)result : (i64)result;
    }
    return call_answer_int(call, sum);
}
static bool callback_i_if(CCall *call) { return callback_halves(call, true); }
static bool callback_q_qf(CCall *call) { return callback_halves(call, false); }

static bool callback_with_pointer(CCall *call) {
    int *table = arena_alloc(10 * sizeof *table, BLOCK_RAW);
    if (!table) return error_memory();
    for (int i = 0; i < 10; i++) table[i] = i;
    u64 word = (u64)(uintptr_t)table, result = 0;
    bool called = cfunction_call_words(call_pointer(call), &word, 1, &result);
    arena_free(table);
    return called && call_answer_word(call, result);
}

/* The function with doubles. */
static bool call_with_doubles(const void *function, const double *numbers, isize count, CCall *made) {
    CArgument *arguments[8];
    isize ready = 0;
    for (; ready < count; ready++) {
        Own number = float_from_double(numbers[ready]);
        Own argument = number ? cargument_of_code(ccode_find('d'), number) : NULL;
        release_maybe(number);
        if (!argument) break;
        arguments[ready] = AS_CARGUMENT(argument);
    }
    *made = (CCall){.arguments = arguments, .count = count};
    bool called = ready == count && cfunction_run(function, made);
    for (isize i = 0; i < ready; i++) release(&arguments[i]->ob_base);
    made->arguments = NULL;
    return called;
}
static double double_answer(const CCall *call) {
    double number;
    memcpy(&number, &call->real_result, sizeof number);
    return number;
}

static bool integrate(CCall *call) {
    double from = call_double(call), to = call_double(call), sum = 0;
    const void *function = call_pointer(call);
    double steps = (double)call_long(call), step = (to - from) / steps;
    for (double x = from + 0.5 * step; (to - x) * (x - from) > 0.0; x += step) {
        CCall made;
        if (!call_with_doubles(function, &x, 1, &made)) return false;
        sum += double_answer(&made);
    }
    return call_answer_double(call, sum / steps);
}

static bool callback_squares_int(CCall *call) {
    u64 words[5], result = 0;
    CArgument *arguments[COUNT_OF(words)];
    isize ready = 0;
    for (int i = 0; i < COUNT_OF(words); i++) {
        int number = call_int(call);
        words[i] = (u64)(i64)(number * number);
    }
    for (; ready < COUNT_OF(words); ready++) {
        arguments[ready] = AS_CARGUMENT(cargument_new('i', (const void *)(uintptr_t)words[ready], NULL));
        if (!arguments[ready]) break;
    }
    CCall made = {.arguments = arguments, .count = ready};
    bool called = ready == COUNT_OF(words) && cfunction_run(call_pointer(call), &made);
    result = made.result[0];
    for (isize i = 0; i < ready; i++) release(&arguments[i]->ob_base);
    return called && call_answer_word(call, result);
}

static bool callback_squares_double(CCall *call) {
    double numbers[5];
    CCall made;
    for (int i = 0; i < COUNT_OF(numbers); i++) {
        double number = call_double(call);
        numbers[i] = number * number;
    }
    return call_with_doubles(call_pointer(call), numbers, COUNT_OF(numbers), &made) &&
           call_answer_double(call, double_answer(&made));
}

static bool callback_large_struct(CCall *call) {
    CCall made = {.arguments = call->arguments, .count = 1};
    return cfunction_run(call_pointer(call), &made);
}

/* --- structures by value -------------------------------------------------------------------------------- */

/* The bytes of the next one, its own to change; NULL: it is not that large. */
static void *next_struct(CCall *call, isize size) {
    const CArgument *argument = call_memory(call, VALUE_MEMORY);
    if (!argument || argument->size < size) return error_set(EXC(OSError), "exception: no structure was given");
    return (void *)(uintptr_t)argument->value[0];
}

static bool large_struct_update(CCall *call) {
    void *memory = next_struct(call, 3 * sizeof(u64));
    if (memory) memset(memory, 0, 3 * sizeof(u64));
    return memory != NULL;
}

static bool small_struct_update(CCall *call) {
    void *memory = next_struct(call, 2 * sizeof(u32));
    if (!memory || !variables()) return false;
    memcpy(variables()->pair, memory, sizeof variables()->pair);
    memset(memory, 0, 2 * sizeof(u32));
    return true;
}

static bool array_in_struct1(CCall *call) {
    const u8 *data = next_struct(call, 16);
    int sum = 0;
    for (int i = 0; data && i < 16; i++) sum += data[i];
    return data && call_answer_int(call, sum);
}
static bool array_in_struct2(CCall *call) {
    const u8 *data = next_struct(call, 2 * sizeof(double));
    double numbers[2];
    if (!data) return false;
    memcpy(numbers, data, sizeof numbers);
    return call_answer_double(call, numbers[0] + numbers[1]);
}
static bool array_in_struct2a(CCall *call) {
    const u8 *data = next_struct(call, 4 * sizeof(float));
    float numbers[4];
    if (!data) return false;
    memcpy(numbers, data, sizeof numbers);
    double sum = 0;
    for (int i = 0; i < 4; i++) sum += (double)numbers[i];
    return call_answer_double(call, sum);
}

static bool by_value(CCall *call) {
    i32 point[2];
    const void *given = next_struct(call, sizeof point);
    void *to = call_pointer(call);
    if (!given || (to && !memory_check(to, sizeof point, true))) return false;
    memcpy(point, given, sizeof point);
    if (to) memcpy(to, point, sizeof point);
    return call_answer_int(call, point[0] + point[1]);
}

static bool struct_of_two(CCall *call) {
    i16 pair[2];
    const void *given = next_struct(call, sizeof pair);
    if (!given) return false;
    memcpy(pair, given, sizeof pair);
    pair[0] = (i16)(pair[0] * 2);
    pair[1] = (i16)(pair[1] * 3);
    memcpy(call->result, pair, sizeof pair);
    return true;
}

static bool struct_of_eight(CCall *call) {
    i32 numbers[8];
    const void *given = next_struct(call, sizeof numbers);
    if (!given || !call->large) return false;
    memcpy(numbers, given, sizeof numbers);
    for (int i = 0; i < COUNT_OF(numbers); i++) numbers[i] *= i + 2;
    memcpy(call->large, numbers, sizeof numbers);
    return true;
}

static bool point_in_rect(CCall *call) {
    i64 rectangle[4], point[2];
    const void *bounds = call_pointer(call), *given = next_struct(call, sizeof point);
    if (!given || !memory_check(bounds, sizeof rectangle, false)) return false;
    memcpy(rectangle, bounds, sizeof rectangle);
    memcpy(point, given, sizeof point);
    bool inside = point[0] >= rectangle[0] && point[0] <= rectangle[2] && point[1] >= rectangle[1] &&
                  point[1] <= rectangle[3];
    return call_answer_int(call, inside);
}

/* One of three rectangles that came by value, if all that came is as it is to be. */
static bool return_rect(CCall *call) {
    int which = call_int(call);
    const void *first = call_pointer(call), *second = call_pointer(call);
    i64 given[5][4] = {{0}};
    static const isize sizes[] = {4 * sizeof(i64), 2 * sizeof(i64), 4 * sizeof(i64), 2 * sizeof(i64),
                                  4 * sizeof(i64)};
    for (int i = 0; i < COUNT_OF(sizes); i++) {
        const void *memory = next_struct(call, sizes[i]);
        if (!memory) return false;
        memcpy(given[i], memory, (usize)sizes[i]);
    }
    const i64 *results[] = {given[0], given[2], given[4]};
    bool right = memory_check(first, sizes[0], false) && memory_check(second, sizes[0], false) && call->large &&
                 memcmp(first, given[0], (usize)sizes[0]) == 0 &&
                 memcmp(second, given[2], (usize)sizes[0]) == 0 &&
                 memcmp(given[1], given[3], (usize)sizes[1]) == 0;
    if (right) memcpy(call->large, results[which < 2 ? which : 2], (usize)sizes[0]);
    return !error_occurred();
}

static bool two_out_arguments(CCall *call) {
    int a = call_int(call), *first = call_pointer(call), b = call_int(call), *second = call_pointer(call);
    if (!memory_check(first, sizeof a, true) || !memory_check(second, sizeof b, true)) return false;
    *first += a;
    *second += b;
    return true;
}

/* A field of a C structure of bit fields, by its letter. */
static bool unpack_bitfields(CCall *call) {
    struct Bits {
        signed int A : 1, B : 2, C : 3, D : 4, E : 5, F : 6, G : 7, H : 8, I : 9;
        signed short M : 1, N : 2, O : 3, P : 4, Q : 5, R : 6, S : 7;
    } bits;
    const void *from = call_pointer(call);
    if (!memory_check(from, sizeof bits, false)) return false;
    memcpy(&bits, from, sizeof bits);
    switch ((char)call_word(call)) {
#define FIELD(letter, field)                                                                                   \
    case letter: return call_answer_int(call, bits.field);
        FIELD('A', A)
        FIELD('B', B)
        FIELD('C', C)
        FIELD('D', D)
        FIELD('E', E)
        FIELD('F', F)
        FIELD('G', G)
        FIELD('H', H)
        FIELD('I', I)
        FIELD('M', M)
        FIELD('N', N)
        FIELD('O', O)
        FIELD('P', P)
        FIELD('Q', Q)
        FIELD('R', R)
        FIELD('S', S)
#undef FIELD
    default: return call_answer_int(call, 0);
    }
}

/* --- the table, and the module -------------------------------------------------------------------------- */

/* What the library has under another name only. */
#define AS(name, other)                                                                                        \
    static bool my_##name(CCall *call) { return library_symbol_at(library_find(#other))->call(call); }
AS(strdup, strdup)
AS(strchr, strchr)
AS(strtok, strtok)
AS(wcslen, wcslen)
AS(free, free)
AS(qsort, qsort)
AS(sqrt, sqrt)

#define TEST(name)                                                                                             \
    { #name, name }
#define TF(suffix)                                                                                             \
    {"tf_" #suffix, tf_##suffix}, { "tf_b" #suffix, tf_b##suffix }
const CSymbol c_test_symbols[] = {TF(b),
                                  TF(B),
                                  TF(h),
                                  TF(H),
                                  TF(i),
                                  TF(I),
                                  TF(l),
                                  TF(L),
                                  TF(q),
                                  TF(Q),
                                  TF(f),
                                  TF(d),
                                  TF(D),
                                  TEST(tv_i),
                                  TEST(get_an_integer),
                                  TEST(get_strchr),
                                  TEST(integrate),
                                  TEST(unpack_bitfields),
                                  TEST(my_strdup),
                                  TEST(my_strchr),
                                  TEST(my_strtok),
                                  TEST(my_wcslen),
                                  TEST(my_free),
                                  TEST(my_qsort),
                                  TEST(my_sqrt),
                                  {"my_wcsdup", wide_duplicate},
                                  {"_testfunc_i_bhilfd", i_bhilfd},
                                  {"_testfunc_q_bhilfd", i_bhilfd},
                                  {"_testfunc_q_bhilfdq", q_bhilfdq},
                                  {"_testfunc_f_bhilfd", f_bhilfd},
                                  {"_testfunc_d_bhilfd", d_bhilfd},
                                  {"_testfunc_D_bhilfD", D_bhilfD},
                                  {"_testfunc_v", v},
                                  {"_testfunc_p_p", p_p},
                                  {"_testfunc_ai8", p_p},
                                  {"_testfunc_c_p_p", c_p_p},
                                  {"_testfunc_deref_pointer", deref_pointer},
                                  {"_testfunc_pylist_append", list_append_item},
                                  {"_testfunc_callback_i_if", callback_i_if},
                                  {"_testfunc_callback_q_qf", callback_q_qf},
                                  {"_testfunc_callback_with_pointer", callback_with_pointer},
                                  {"_testfunc_cbk_reg_int", callback_squares_int},
                                  {"_testfunc_cbk_reg_double", callback_squares_double},
                                  {"_testfunc_cbk_large_struct", callback_large_struct},
                                  {"_testfunc_large_struct_update_value", large_struct_update},
                                  {"_testfunc_reg_struct_update_value", small_struct_update},
                                  {"_testfunc_array_in_struct1", array_in_struct1},
                                  {"_testfunc_array_in_struct2", array_in_struct2},
                                  {"_testfunc_array_in_struct2a", array_in_struct2a},
                                  {"_testfunc_byval", by_value},
                                  {"ret_2h_func", struct_of_two},
                                  {"ret_8i_func", struct_of_eight},
                                  {"PointInRect", point_in_rect},
                                  {"ReturnRect", return_rect},
                                  {"TwoOutArgs", two_out_arguments},
                                  {NULL, NULL}};

static Own ctypes_test_func(Ref module UNUSED, UNUSED Ref const *args, UNUSED isize nargs) {
    return own_none();
}
static Own ctypes_test_func_si(Ref module UNUSED, Ref const *args, isize nargs) {
    int number;
    if (!arguments_tuple(NULL, nargs, 2, 2) || !argument_str(args[0], "func_si", "1")) return NULL;
    return argument_parsed_int(args[1], &number) ? own_none() : NULL;
}

static const MethodDef functions[] = {
    {"func_si", METHOD_ARRAY, .array = ctypes_test_func_si, .flags = METHOD_VARARGS},
    {"func", METHOD_ARRAY, .array = ctypes_test_func, .flags = METHOD_VARARGS},
    {.name = NULL}};

const NativeModule ctypes_test_module = {
    .name = "_ctypes_test", .functions = functions, .single_phase = true, .extension = true};
