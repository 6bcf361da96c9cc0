print("a starts")
import lib_cycle_b
value = "a's value"
def other(): return lib_cycle_b.value
late = 5
print("a ends")
