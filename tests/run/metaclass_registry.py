# Metaclasses and hooks of class creation: a plugin registry, ordered fields, __set_name__, __prepare__, singletons.
class Field:
    def __init__(self, kind, default=None):
        self.kind, self.default = kind, default

    def __set_name__(self, owner, name):
        self.name = name
        print(f"{owner.__name__}.{name} is a {self.kind.__name__}")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return instance.__dict__.get(self.name, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        instance.__dict__[self.name] = value

    def __delete__(self, instance):
        instance.__dict__.pop(self.name, None)


class Loud(dict):
    def __setitem__(self, key, value):
        if key in self and not key.startswith("__"):
            raise TypeError(f"{key} is defined twice")
        super().__setitem__(key, value)


class ModelMeta(type):
    models = {}

    @classmethod
    def __prepare__(meta, name, bases, **options):
        return Loud(table=options.get("table", name.lower() + "s"))

    def __new__(meta, name, bases, namespace, **options):
        cls = super().__new__(meta, name, bases, dict(namespace))
        cls.fields = [k for base in reversed(cls.__mro__) for k, v in vars(base).items() if isinstance(v, Field)]
        return cls

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
        ModelMeta.models[name] = cls

    def __call__(cls, **values):
        instance = super().__call__()
        for key, value in values.items():
            if key not in cls.fields:
                raise AttributeError(f"{cls.__name__} has no field {key}")
            setattr(instance, key, value)
        return instance

    def __iter__(cls):
        return iter(cls.fields)

    def __len__(cls):
        return len(cls.fields)

    def __contains__(cls, name):
        return name in cls.fields


class Model(metaclass=ModelMeta):
    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={getattr(self, k)!r}' for k in type(self))})"


class Person(Model, table="people"):
    name = Field(str, "nobody")
    age = Field(int, 0)


class Student(Person):
    school = Field(str)


ada = Student(name="Ada", school="home")
print(ada, len(Student), list(Person), "school" in Person, Person.table, Student.table, sorted(ModelMeta.models))
del ada.name
print(ada, Person.age.default, type(Student), isinstance(Student, ModelMeta))
for attempt in (lambda: setattr(ada, "age", "old"), lambda: Person(height=3), lambda: Person(3)):
    try:
        attempt()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
try:
    class Twice(Model):
        x = 1
        x = 2
except TypeError as error:
    print(error)


class Singleton(type):
    instances = {}

    def __call__(cls, *args):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*args)
        return cls.instances[cls]


class Config(metaclass=Singleton):
    def __init__(self, name):
        self.name = name


print(Config("a") is Config("b"), Config("c").name, type("Made", (Person,), {"extra": Field(int, 5)})(age=3))
try:
    class Both(Config, Model):
        pass
except TypeError as error:
    print(error)
