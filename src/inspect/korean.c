/* korean.c: what korean.h says. The words are those of the lessons: 스택에 올립니다 for push, 이름에 묶습니다 for bind. */
#include "inspect/korean.h"

#include "base/utf8.h"
#include "code/opcodes.h"

static const char *const sentences[OP_COUNT] = {
    [OP_CACHE] = "앞의 명령이 배운 것을 적어 두는 자리입니다",
    [OP_POP_TOP] = "{0}^을 버립니다",
    [OP_PUSH_NULL] = "NULL을 올립니다. self가 없는 호출이 이어집니다",
    [OP_NOP] = "아무 일도 하지 않습니다. 소스의 한 줄을 나타낼 뿐입니다",
    [OP_UNARY_POSITIVE] = "{0}^을 +{0}^으로 바꿉니다",
    [OP_UNARY_NEGATIVE] = "{0}^을 -{0}^으로 바꿉니다",
    [OP_UNARY_NOT] = "{0}^을 not {0}^으로 바꿉니다",
    [OP_UNARY_INVERT] = "{0}^을 ~{0}^으로 바꿉니다",
    [OP_BINARY_SUBSCR] = "{1}^과 {0}^을 꺼내고 {1}[{0}]의 값을 올립니다",
    [OP_GET_LEN] = "len({0})의 값을 올립니다",
    [OP_MATCH_MAPPING] = "{0}^이 매핑인지를 올립니다",
    [OP_MATCH_SEQUENCE] = "{0}^이 시퀀스인지를 올립니다",
    [OP_MATCH_KEYS] = "{1}에서 키 {0}의 값들을 올립니다. 없는 키가 있으면 None을 올립니다",
    [OP_PUSH_EXC_INFO] = "{0}^이 처리 중인 예외가 됩니다. 그 전에 처리하던 것은 아래에서 기다립니다",
    [OP_CHECK_EXC_MATCH] = "{1}^이 {0n}의 인스턴스인지를 올립니다",
    [OP_CHECK_EG_MATCH] = "{1}^을 {0n}인 것과 아닌 것으로 나눕니다",
    [OP_WITH_EXCEPT_START] = "예외 {0}^을 넘겨 __exit__을 호출하고 그 답을 올립니다",
    [OP_GET_AITER] = "{0}^을 그 비동기 이터레이터로 바꿉니다",
    [OP_GET_ANEXT] = "{0}의 다음 항목을 기다릴 awaitable을 올립니다",
    [OP_BEFORE_ASYNC_WITH] = "{0}의 __aexit__을 올리고, __aenter__를 호출해서 awaitable을 올립니다",
    [OP_BEFORE_WITH] = "{0}의 __exit__을 올리고, __enter__를 호출해서 그 값을 올립니다",
    [OP_END_ASYNC_FOR] = "{0}^이 StopAsyncIteration이면 루프를 끝내고, 아니면 다시 일으킵니다",
    [OP_STORE_SUBSCR] = "{1}[{0}]에 {2}^을 넣습니다",
    [OP_DELETE_SUBSCR] = "{1}[{0}] 항목을 지웁니다",
    [OP_GET_ITER] = "{0}^을 그 이터레이터로 바꿉니다",
    [OP_GET_YIELD_FROM_ITER] = "{0}^을 yield from이 위임할 이터레이터로 바꿉니다",
    [OP_PRINT_EXPR] = "{0}^을 대화형 프롬프트처럼 출력합니다",
    [OP_LOAD_BUILD_CLASS] = "클래스를 만드는 함수를 올립니다",
    [OP_LOAD_ASSERTION_ERROR] = "AssertionError를 올립니다",
    [OP_RETURN_GENERATOR] = "이 프레임을 가진 {kind}^을 만들어 호출한 쪽에 돌려줍니다",
    [OP_LIST_TO_TUPLE] = "{0}^을 같은 항목의 튜플로 바꿉니다",
    [OP_RETURN_VALUE] = "{0}^을 {caller}",
    [OP_IMPORT_STAR] = "{0}의 공개된 이름을 모두 묶습니다",
    [OP_SETUP_ANNOTATIONS] = "__annotations__가 있는지 보고, 없으면 만듭니다",
    [OP_YIELD_VALUE] = "{0}^을 내주고 잠듭니다. 누가 깨우면 보내 온 값이 그 자리에 놓입니다",
    [OP_ASYNC_GEN_WRAP] = "{0}^을 비동기 제너레이터의 항목으로 감쌉니다",
    [OP_PREP_RERAISE_STAR] = "except* 절들이 남긴 것을 모읍니다",
    [OP_POP_EXCEPT] = "예외 처리가 끝났습니다. {handled}",
    [OP_STORE_NAME] = "{0}^을 이름 {arg}에 묶습니다",
    [OP_DELETE_NAME] = "이름 {arg}^을 지웁니다",
    [OP_UNPACK_SEQUENCE] = "{0}^을 항목 {n}개로 풉니다",
    [OP_FOR_ITER] = "{0}의 다음 항목을 올립니다. 끝이면 이터레이터를 버리고 {target}^으로 갑니다",
    [OP_UNPACK_EX] = "{0}^을 {shape}로 풉니다",
    [OP_STORE_ATTR] = "{0}.{arg}에 {1}^을 넣습니다",
    [OP_DELETE_ATTR] = "{0}.{arg} 속성을 지웁니다",
    [OP_STORE_GLOBAL] = "{0}^을 전역 이름 {arg}에 묶습니다",
    [OP_DELETE_GLOBAL] = "전역 이름 {arg}^을 지웁니다",
    [OP_SWAP] = "{0}^과 {nth}의 자리를 바꿉니다",
    [OP_LOAD_CONST] = "상수 {arg}^을 올립니다",
    [OP_LOAD_NAME] = "{found}",
    [OP_BUILD_TUPLE] = "{tuple}^을 만듭니다",
    [OP_BUILD_LIST] = "{list}^을 만듭니다",
    [OP_BUILD_SET] = "{set}^을 만듭니다",
    [OP_BUILD_MAP] = "{dict}^을 만듭니다",
    [OP_LOAD_ATTR] = "{0}^을 그 속성 {arg}의 값으로 바꿉니다",
    [OP_COMPARE_OP] = "{1}^과 {0}^을 꺼내고 {1} {arg} {0}의 값을 올립니다",
    [OP_IMPORT_NAME] = "모듈 {module}^을 import합니다",
    [OP_IMPORT_FROM] = "{0}.{arg}의 값을 올립니다",
    [OP_JUMP_FORWARD] = "{target}^으로 갑니다",
    [OP_JUMP_IF_FALSE_OR_POP] = "{0}^이 거짓이면 그대로 두고 {target}^으로 가고, 아니면 버립니다",
    [OP_JUMP_IF_TRUE_OR_POP] = "{0}^이 참이면 그대로 두고 {target}^으로 가고, 아니면 버립니다",
    [OP_POP_JUMP_FORWARD_IF_FALSE] = "{0}^이 거짓이면 {target}^으로 갑니다",
    [OP_POP_JUMP_FORWARD_IF_TRUE] = "{0}^이 참이면 {target}^으로 갑니다",
    [OP_LOAD_GLOBAL] = "{?1 NULL과 }{found}",
    [OP_IS_OP] = "{1}^과 {0}^이 {?1 서로 다른|같은} 객체인지를 올립니다",
    [OP_CONTAINS_OP] = "{1}^이 {0}에 {?1 없는지를|있는지를} 올립니다",
    [OP_RERAISE] = "{0}^을 다시 일으킵니다",
    [OP_COPY] = "{nth}^을 한 번 더 올립니다",
    [OP_BINARY_OP] = "{1}^과 {0}^을 꺼내고 {1} {arg} {0}의 값을 올립니다",
    [OP_SEND] = "{0}^을 {1}에 보냅니다. 그것이 반환하고 끝나면 {target}^으로 갑니다",
    [OP_LOAD_FAST] = "지역 변수 {arg}{value}",
    [OP_STORE_FAST] = "{0}^을 지역 변수 {arg}에 묶습니다",
    [OP_DELETE_FAST] = "지역 변수 {arg}^을 지웁니다",
    [OP_POP_JUMP_FORWARD_IF_NOT_NONE] = "{0}^이 None이 아니면 {target}^으로 갑니다",
    [OP_POP_JUMP_FORWARD_IF_NONE] = "{0}^이 None이면 {target}^으로 갑니다",
    [OP_RAISE_VARARGS] = "{=0 처리 중인 예외를 다시|{=1 {0}^을|{0}^을 원인으로 {1}^을}} 일으킵니다",
    [OP_GET_AWAITABLE] = "{0}^을 await가 실행할 이터레이터로 바꿉니다",
    [OP_MAKE_FUNCTION] = "코드 {0}^으로 함수를 만듭니다{?1 , 기본값 있음}{?2 , 키워드 기본값 있음}"
                         "{?4 , 애너테이션 있음}{?8 , 클로저 있음}",
    [OP_BUILD_SLICE] = "슬라이스 {=2 {1}:{0}|{2}:{1}:{0}}^을 만듭니다",
    [OP_JUMP_BACKWARD_NO_INTERRUPT] = "{target}^으로 되돌아갑니다",
    [OP_MAKE_CELL] = "변수 {arg}^을 안쪽 함수와 함께 쓰는 셀에 넣습니다",
    [OP_LOAD_CLOSURE] = "변수 {arg}의 셀을 올립니다",
    [OP_LOAD_DEREF] = "셀에 든 변수 {arg}{value}",
    [OP_STORE_DEREF] = "{0}^을 변수 {arg}의 셀에 넣습니다",
    [OP_DELETE_DEREF] = "변수 {arg}의 셀을 비웁니다",
    [OP_JUMP_BACKWARD] = "{target}^으로 되돌아갑니다. 여기서 GIL을 내줄 수 있습니다",
    [OP_CALL_FUNCTION_EX] = "{?1 {2n}(*{1}, **{0})|{1n}(*{0})}^을 호출합니다",
    [OP_EXTENDED_ARG] = "다음 명령의 인자에 윗자리 바이트 {n}^을 붙입니다",
    [OP_LIST_APPEND] = "리스트 {into}의 끝에 {0}^을 붙입니다",
    [OP_SET_ADD] = "집합 {into}에 {0}^을 넣습니다",
    [OP_MAP_ADD] = "dict {into}의 키 {1}에 {0}^을 넣습니다",
    [OP_LOAD_CLASSDEREF] = "{arg}^을 클래스 본문에서, 없으면 셀에서 찾아 올립니다",
    [OP_COPY_FREE_VARS] = "함수의 자유 변수 {n}개를 프레임으로 가져옵니다",
    [OP_RESUME] = "{=0 {code}^을 시작합니다|{=1 yield 다음부터 계속합니다|{=2 yield from을 계속합니다|await를 "
                  "계속합니다}}}{=0 . 여기서 GIL을 내줄 수 있습니다}{=1 . 여기서 GIL을 내줄 수 있습니다}",
    [OP_MATCH_CLASS] = "{2}^을 클래스 {1n}^과 맞춰 보고, 패턴이 묻는 속성들이나 None을 올립니다",
    [OP_FORMAT_VALUE] = "{?4 {1}^을 서식 {0}^으로|{0}^을} {conversion}f-string의 문자열로 만듭니다",
    [OP_BUILD_CONST_KEY_MAP] = "키 {0}^과 값 {n}개로 dict를 만듭니다",
    [OP_BUILD_STRING] = "{items}^을 이어서 문자열 하나로 만듭니다",
    [OP_LOAD_METHOD] = "이어질 호출을 위해 {0}의 메서드 {arg}^을 찾습니다",
    [OP_LIST_EXTEND] = "리스트 {into}의 끝에 {0}의 항목을 모두 붙입니다",
    [OP_SET_UPDATE] = "집합 {into}에 {0}의 항목을 모두 넣습니다",
    [OP_DICT_MERGE] = "dict {into}에 키워드 인자 {0}^을 합칩니다",
    [OP_DICT_UPDATE] = "dict {into}에 {0}의 내용을 넣습니다",
    [OP_PRECALL] = "{call} 호출을 준비합니다",
    [OP_CALL] = "{call}^을 호출합니다",
    [OP_KW_NAMES] = "호출의 마지막 인자들에 이름 {arg}^을 붙입니다",
    [OP_POP_JUMP_BACKWARD_IF_NOT_NONE] = "{0}^이 None이 아니면 {target}^으로 되돌아갑니다",
    [OP_POP_JUMP_BACKWARD_IF_NONE] = "{0}^이 None이면 {target}^으로 되돌아갑니다",
    [OP_POP_JUMP_BACKWARD_IF_FALSE] = "{0}^이 거짓이면 {target}^으로 되돌아갑니다",
    [OP_POP_JUMP_BACKWARD_IF_TRUE] = "{0}^이 참이면 {target}^으로 되돌아갑니다"};

const char *korean_sentence(int opcode) { return sentences[opcode] ? sentences[opcode] : ""; }

/* --- particles ------------------------------------------------------------------------------------------ */

typedef enum Ending { ENDS_OPEN, ENDS_CLOSED, ENDS_IN_RIEUL, ENDS_UNKNOWN } Ending;

static const struct {
    const char *closed, *open, *both;
    bool opens_after_rieul; /* 서울로 */
} particles[] = {{"은", "는", "은(는)", false},
                 {"을", "를", "을(를)", false},
                 {"이", "가", "이(가)", false},
                 {"과", "와", "과(와)", false},
                 {"으로", "로", "(으)로", true}};

/* Digits are read as 영 일 이 삼 사 오 육 칠 팔 구. */
static Ending digit_ending(char digit) {
    static const Ending endings[] = {ENDS_CLOSED, ENDS_IN_RIEUL, ENDS_OPEN,     ENDS_CLOSED,   ENDS_OPEN,
                                     ENDS_OPEN,   ENDS_CLOSED,   ENDS_IN_RIEUL, ENDS_IN_RIEUL, ENDS_OPEN};
    return endings[digit - '0'];
}

/* A letter alone is read by its name; a word ends as its letters sound, as far as they tell. */
static Ending letter_ending(char before, char letter) {
    bool alone = !((before | 32) >= 'a' && (before | 32) <= 'z');
    char lower = (char)(letter | 32);
    if (lower == 'l') return ENDS_IN_RIEUL;
    if (alone) return lower == 'r' ? ENDS_IN_RIEUL : lower == 'm' || lower == 'n' ? ENDS_CLOSED : ENDS_OPEN;
    char sound = lower == 'e' ? (char)(before | 32) : lower; /* name, line, file */
    if (sound == 'm' || sound == 'n' || (lower == 'g' && (before | 32) == 'n')) return ENDS_CLOSED;
    if (sound == 'l') return ENDS_IN_RIEUL;
    return strchr("bcdegkpt", lower) ? ENDS_UNKNOWN : ENDS_OPEN;
}

/* The words that a program is full of. */
static bool is_known_word(const char *text, isize end, Ending *ending) {
    static const struct {
        const char *word;
        Ending ending;
    } words[] = {{"True", ENDS_OPEN},  {"False", ENDS_OPEN}, {"dict", ENDS_OPEN},   {"list", ENDS_OPEN},
                 {"int", ENDS_OPEN},   {"float", ENDS_OPEN}, {"object", ENDS_OPEN}, {"print", ENDS_OPEN},
                 {"input", ENDS_OPEN}, {"range", ENDS_OPEN}, {"next", ENDS_OPEN},   {"Thread", ENDS_OPEN},
                 {"set", ENDS_CLOSED}, {"type", ENDS_CLOSED}};
    for (int i = 0; i < COUNT_OF(words); i++) {
        isize length = (isize)strlen(words[i].word);
        bool begins =
            end == length ||
            (end > length && !((text[end - length - 1] | 32) >= 'a' && (text[end - length - 1] | 32) <= 'z'));
        if (!begins || memcmp(text + end - length, words[i].word, (usize)length) != 0) continue;
        *ending = words[i].ending;
        return true;
    }
    return false;
}

static Ending ending_of(const Text *out) {
    isize end = out->length;
    while (end > 0 && (u8)out->data[end - 1] < 0x80 && strchr("'`\")]}>_ ,", out->data[end - 1])) end--;
    if (end == 0 || out->data[end - 1] == '.') return ENDS_UNKNOWN; /* it was cut */
    Ending ending;
    if (is_known_word(out->data, end, &ending)) return ending;
    char last = out->data[end - 1], before = end > 1 ? out->data[end - 2] : ' ';
    if (last >= '0' && last <= '9') return digit_ending(last);
    if ((last | 32) >= 'a' && (last | 32) <= 'z') return letter_ending(before, last);
    isize begin = end - 1;
    while (begin > 0 && ((u8)out->data[begin] & 0xC0) == 0x80) begin--;
    u32 c;
    if (!utf8_decode(out->data + begin, end - begin, &c)) return ENDS_UNKNOWN;
    if (c >= 0x314F && c <= 0x3163) return ENDS_OPEN; /* a vowel's letter is called as it sounds, */
    if (c >= 0x3131 && c < 0x314F) return c == 0x3139 ? ENDS_IN_RIEUL : ENDS_CLOSED; /* 기역, 니은 ... 리을 */
    if (c < 0xAC00 || c > 0xD7A3) return ENDS_UNKNOWN;
    u32 final = (c - 0xAC00) % 28; /* the final consonant: 0 none, 8 ㄹ */
    return final == 0 ? ENDS_OPEN : final == 8 ? ENDS_IN_RIEUL : ENDS_CLOSED;
}

void korean_append_particle(Text *out, const char *particle) {
    Ending ending = ending_of(out);
    for (int i = 0; i < COUNT_OF(particles); i++) {
        if (strcmp(particles[i].closed, particle) != 0) continue;
        bool open = ending == ENDS_OPEN || (particles[i].opens_after_rieul && ending == ENDS_IN_RIEUL);
        text_append_cstring(out, ending == ENDS_UNKNOWN ? particles[i].both
                                 : open                 ? particles[i].open
                                                        : particles[i].closed);
    }
}

const char *korean_particle_at(const char *text) {
    for (int i = 0; i < COUNT_OF(particles); i++)
        if (strncmp(text, particles[i].closed, strlen(particles[i].closed)) == 0) return particles[i].closed;
    return NULL;
}
