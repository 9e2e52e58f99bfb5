### Operators, for whoever administers them.

menu-operators = Operators
operator-new = New operators are added on the command line: guichet operator add. There their token is shown, once.
operator-list = { $number ->
    [one] { $number } operator
   *[other] { $number } operators
  }
operator-id = Operator
operator-roles = Roles
operator-counter = Counter
operator-areas = Areas
operator-everywhere = all
operator-access = Access
operator-disabled = Ended
operator-you = This is you
operator-disable = End access
operator-disable-sure = End it for good
operator-disable-about = { $id } is out of the console and the API at once, and cannot come back with this account.

done-operator-disabled = The access has ended.
