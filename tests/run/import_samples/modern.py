import importlib
import importlib.util, importlib.machinery
