/* plans.c: what a search must know of a code object, decoded once and kept: its names and what each of its code
 * units is. Code objects are told apart by serial numbers, which are never used again in one run. */
#include <stdlib.h>

#include "code/opcodes.h"
#include "session/internal.h"

static void plan_free(CodePlan *plan) {
    for (int i = 0; plan->units && i < plan->count; i++)
        if (*plan->units[i].name) free((char *)plan->units[i].name);
    free(plan->units);
    free(plan->name);
    free(plan->qualname);
    free(plan->file);
    free(plan);
}

void plans_free(Session *session) {
    for (u32 i = 0; session->plans && i <= session->plan_mask; i++)
        if (session->plans[i]) plan_free(session->plans[i]);
    free(session->plans);
    session->plans = NULL;
    session->plan_mask = session->plan_count = 0;
}

static CodePlan **plan_place(CodePlan **plans, u32 mask, u64 code) {
    u32 place = watch_hash(code) & mask;
    while (plans[place] && plans[place]->code != code) place = (place + 1) & mask;
    return &plans[place];
}

static bool plans_grow(Session *session) {
    u32 mask = session->plans ? session->plan_mask * 2 + 1 : 63;
    CodePlan **plans = calloc(mask + 1, sizeof(CodePlan *));
    if (!plans) return false;
    for (u32 i = 0; session->plans && i <= session->plan_mask; i++)
        if (session->plans[i]) *plan_place(plans, mask, session->plans[i]->code) = session->plans[i];
    free(session->plans);
    session->plans = plans;
    session->plan_mask = mask;
    return true;
}

static CodePlan *plan_make(Session *session, u64 code) {
    CodePlan *plan = calloc(1, sizeof *plan);
    if (!plan) return NULL;
    InspectFrame frame = inspect_frame(session->look, 0);
    plan->code = code;
    plan->name = strdup(frame.name);
    plan->qualname = strdup(frame.qualname);
    plan->file = strdup(frame.file);
    plan->in_library = library_has(session, frame.file);
    int count = inspect_units(session->look, NULL, 0);
    plan->units = calloc((usize)count + 1, sizeof *plan->units);
    bool whole = plan->name && plan->qualname && plan->file && plan->units;
    if (whole) plan->count = inspect_units(session->look, plan->units, count);
    for (int i = 0; i < plan->count; i++)
        if (*plan->units[i].name && !(plan->units[i].name = strdup(plan->units[i].name))) {
            plan->units[i].name = "";
            whole = false;
        }
    inspect_refresh(session->look); /* its texts were copied */
    if (whole) return plan;
    plan_free(plan);
    return NULL;
}

const CodePlan *plan_here(Session *session) {
    u64 code = inspect_position(session->look).code;
    if (!code || (2 * session->plan_count >= session->plan_mask && !plans_grow(session))) return NULL;
    CodePlan **place = plan_place(session->plans, session->plan_mask, code);
    if (!*place && (*place = plan_make(session, code)) != NULL) session->plan_count++;
    return *place;
}

/* --- what a unit is ------------------------------------------------------------------------------------- */

/* A generator's frame is made and put to sleep before its body begins. */
static bool is_first_waking(const CodePlan *plan, int unit) {
    return unit > 0 && plan->units[unit].opcode == OP_POP_TOP &&
           plan->units[unit - 1].opcode == OP_RETURN_GENERATOR;
}

bool plan_wakes(const CodePlan *plan, int unit) {
    const InspectUnit *at = &plan->units[unit];
    return (at->opcode == OP_RESUME && (at->argument & 3) != 0) || is_first_waking(plan, unit);
}

static int unit_before(const CodePlan *plan, int unit) {
    do unit--;
    while (unit >= 0 && plan->units[unit].opcode == OP_CACHE);
    return unit;
}

bool plan_may_begin_line(const CodePlan *plan, int unit) {
    const InspectUnit *at = &plan->units[unit];
    if (at->opcode == OP_CACHE || at->line < 0) return false;
    int before = unit_before(plan, unit);
    return before < 0 || at->is_target || plan->units[before].line != at->line || plan_wakes(plan, unit);
}

bool plan_begins_line(const CodePlan *plan, int unit, int previous) {
    const InspectUnit *at = &plan->units[unit];
    if (at->line < 0) return false;
    if (unit == 0 || previous < 0 || previous >= plan->count || plan_wakes(plan, unit)) return true;
    bool went_back = unit <= previous && at->opcode != OP_SEND;
    return went_back || plan->units[previous].line != at->line;
}
