import bad.boom
