import not_there.at_all
