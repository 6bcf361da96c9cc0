# Bubble, insertion, selection, merge, quick and heap sort, each counting what it does.
def bubble(items):
    swaps = 0
    for end in range(len(items) - 1, 0, -1):
        changed = False
        for i in range(end):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
                swaps += 1
                changed = True
        if not changed:
            break
    return swaps


def insertion(items):
    moved = 0
    for i, item in enumerate(items):
        j = i
        while j > 0 and items[j - 1] > item:
            items[j] = items[j - 1]
            j -= 1
            moved += 1
        items[j] = item
    return moved


def selection(items):
    for i in range(len(items)):
        smallest = min(range(i, len(items)), key=items.__getitem__)
        items[i], items[smallest] = items[smallest], items[i]
    return len(items)


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    merged = []
    while left and right:
        merged.append((left if left[0] <= right[0] else right).pop(0))
    return merged + left + right


def quick(items):
    match items:
        case [] | [_]:
            return items
        case [pivot, *rest]:
            return quick([x for x in rest if x < pivot]) + [pivot] + quick([x for x in rest if x >= pivot])


def heap_sort(items):
    def sift(start, end):
        root = start
        while (child := 2 * root + 1) <= end:
            if child + 1 <= end and items[child] < items[child + 1]:
                child += 1
            if items[root] >= items[child]:
                return
            items[root], items[child] = items[child], items[root]
            root = child
    for start in range((len(items) - 2) // 2, -1, -1):
        sift(start, len(items) - 1)
    for end in range(len(items) - 1, 0, -1):
        items[0], items[end] = items[end], items[0]
        sift(0, end - 1)


data = [27, 3, 88, -5, 41, 3, 0, 19, 62]
for sort in (bubble, insertion, selection, heap_sort):
    copy = data[:]
    print(f"{sort.__name__:>10} {sort(copy)} {copy}")
print(merge_sort(data), quick(data), quick(list("hello world")), data)
print(all(f(data) == sorted(data) for f in (merge_sort, quick)))
