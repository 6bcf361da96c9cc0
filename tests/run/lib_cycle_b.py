print("b starts")
import lib_cycle_a
value = "b's value"
print("b sees", hasattr(lib_cycle_a, "value"))
try:
    from lib_cycle_a import value as nothing
except ImportError as error:
    print(str(error).split(" (most")[0])
