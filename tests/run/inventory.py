# A shop: nested dicts and lists, sorting, totals, a report, errors that are handled one by one.
stock = {"사과": {"price": 1200, "count": 10, "tags": ["fruit", "red"]},
         "배": {"price": 3000, "count": 2, "tags": ["fruit"]},
         "연필": {"price": 500, "count": 100, "tags": []}}
basket = []


def buy(name, count=1, /, *, coupon=None):
    item = stock[name]
    if count > item["count"]:
        raise ValueError(f"{name}: only {item['count']} left")
    item["count"] -= count
    price = item["price"] * count
    if coupon:
        price = coupon(price)
    basket.append((name, count, price))
    return price


half = lambda price: price // 2
minus = lambda n: lambda price: max(0, price - n)
for order in (("사과", 3), ("배", 5), ("귤",), ("연필", 10, half), ("연필", "x"), ("배", 2, minus(1000))):
    name, *rest = order
    try:
        match rest:
            case []: buy(name)
            case [count]: buy(name, count)
            case [count, coupon]: buy(name, count, coupon=coupon)
    except ValueError as error:
        print("재고 부족:", error)
    except KeyError as error:
        print("없는 물건:", error)
    except TypeError as error:
        print("잘못된 주문:", error)
    else:
        print("주문:", *basket[-1])
total = sum(price for *_, price in basket)
print(f"{'물건':<6}{'수':>4}{'값':>9}")
for name, count, price in sorted(basket, key=lambda row: -row[2]):
    print(f"{name:<6}{count:>4}{price:>10,}")
print(f"{total:>20,}", f"{total * 1.1:,.0f}")
by_tag = {}
for name, item in stock.items():
    for tag in item["tags"] or ["none"]:
        by_tag.setdefault(tag, set()).add(name)
print({tag: sorted(names) for tag, names in by_tag.items()})
print([name for name, item in stock.items() if item["count"] < 5], {k: v["count"] for k, v in stock.items()})
del stock["배"]["tags"][:]
stock["배"] |= {"price": 2500}
print(stock["배"], sum(i["price"] * i["count"] for i in stock.values()))
