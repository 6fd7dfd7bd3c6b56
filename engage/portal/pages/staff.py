"""Staff: who signs in, and what each may do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from engage.access import ROLES, SITE_ROLES, departments_where
from engage.actions import administer
from engage.portal import frame, places, state
from engage.portal.components.page_head import staff_only
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.wording import Wording
from surveys.records import Department, Role, Staff

DEPARTMENT_ROLES = tuple(name for name in ROLES if name not in SITE_ROLES and name != "resident")


@dataclass(frozen=True, slots=True)
class View:
    """The people and departments this person manages."""

    visit: Visitor
    people: list[Staff]
    departments: list[Department]
    manages_site: bool
    with_second_step: frozenset[int] = frozenset()

    def department(self, department_id: int | None) -> str:
        """Return a department's name; the whole site for ``None``."""
        t = self.visit.t
        found = next((each for each in self.departments if each.id == department_id), None)
        if found:
            return t.pick(dict(found.name))
        return t("Whole site") if department_id is None else t("Another department")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done: ``add``, ``roles``, ``password``, ``reset``, ``let_in`` or ``keep_out``."""

    what: str
    person: Staff | None = None
    values: dict[str, str] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()


def page() -> None:
    visit = visitor()
    staff_only(visit, "manage_staff")
    view = load(visit)
    asked = render(view)
    if asked is not None and act(view, asked):
        st.rerun()


def load(visit: Visitor) -> View:
    return View(
        visit,
        administer.everyone(visit.office, visit.actor),
        administer.departments(visit.office, visit.actor),
        departments_where(visit.actor, "manage_staff") is None,
        administer.with_second_step(visit.office, visit.actor),
    )


def render(view: View) -> Asked | None:
    t = view.visit.t
    st.title(places.title(t, places.STAFF), anchor=False)
    st.caption(t.n("%(n)s person", "%(n)s people", len(view.people)))
    asked = _render_new(view)
    for person in view.people:
        asked = _render_person(view, person) or asked
    return asked


def _render_new(view: View) -> Asked | None:
    t = view.visit.t
    with st.expander(t("Add a person"), icon=":material/person_add:"):
        left, right = st.columns(2)
        name = left.text_input(t("Name"), key=state.field_key("staff.new", "name"), autocomplete="off")
        email = right.text_input(
            t("E-mail address"), key=state.field_key("staff.new", "email"), autocomplete="off"
        )
        password = left.text_input(
            t("First password (12 characters or more)"),
            type="password",
            key=state.field_key("staff.new", "password"),
            autocomplete="new-password",
            help=t("Leave it empty when the person signs in through the town's own sign-in."),
        )
        with right:
            roles = _choose_roles(view, "staff.new", ())
        if st.button(t("Add the person"), type="primary", key=state.field_key("staff.new", "add")):
            values = {"name": name or "", "email": email or "", "password": password or ""}
            return Asked("add", None, values, roles)
    return None


def _render_person(view: View, person: Staff) -> Asked | None:
    t = view.visit.t
    place = f"staff.{person.id}"
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                st.markdown(f"**{plain(person.name)}**")
                st.text(person.email)
            if not person.is_active:
                st.badge(t("Cannot sign in"), color="gray", icon=":material/block:")
            if person.id in view.with_second_step:
                st.badge(t("Second step"), color="green", icon=":material/phonelink_lock:")
            for role in person.roles:
                label = f"{frame.role_name(view.visit, role.name)}, {view.department(role.department_id)}"
                st.badge(plain(label), color="blue")
        with st.expander(t("Change"), type="compact"):
            return _render_changes(view, person, place)
    return None


def _render_changes(view: View, person: Staff, place: str) -> Asked | None:
    t = view.visit.t
    roles = _choose_roles(view, place, person.roles)
    if st.button(t("Save the roles"), key=state.field_key(place, "roles")):
        return Asked("roles", person, roles=roles)
    password = st.text_input(
        t("New password (12 characters or more)"),
        type="password",
        key=state.field_key(place, "password"),
        autocomplete="new-password",
    )
    if st.button(t("Set the password"), key=state.field_key(place, "set_password")):
        return Asked("password", person, {"password": password or ""})
    if person.id in view.with_second_step and st.button(
        t("Remove the second step"),
        key=state.field_key(place, "reset"),
        help=t("For somebody who lost the phone and the recovery codes. Be sure that it is them who asks."),
    ):
        return Asked("reset", person)
    label = t("Let this person sign in no more") if person.is_active else t("Let this person sign in again")
    if st.button(label, key=state.field_key(place, "active")):
        return Asked("keep_out" if person.is_active else "let_in", person)
    return None


def _choose_roles(view: View, place: str, roles: Sequence[Role]) -> tuple[Role, ...]:
    """Draw one list a department, and the site's roles where this person manages the site."""
    t = view.visit.t
    chosen: list[Role] = []
    scopes: list[tuple[int | None, tuple[str, ...]]] = [
        (department.id, DEPARTMENT_ROLES) for department in view.departments
    ]
    if view.manages_site:
        scopes.append((None, tuple(sorted(SITE_ROLES))))
    for department_id, names in scopes:
        has = [role.name for role in roles if role.department_id == department_id and role.name in names]
        found = st.multiselect(
            t("Roles in %(department)s", department=plain(view.department(department_id))),
            names,
            default=has,
            format_func=lambda name: frame.role_name(view.visit, name),
            key=state.field_key(place, f"roles.{department_id or 0}"),
            placeholder=t("No role"),
        )
        chosen += [Role(name, department_id) for name in found]
    shown = {(department_id, name) for department_id, names in scopes for name in names}
    # Roles elsewhere are not this person's to give or take; they stay.
    return (*chosen, *(role for role in roles if (role.department_id, role.name) not in shown))


def act(view: View, asked: Asked) -> bool:
    """Do what was asked; return whether it was done. Problems are drawn where they happened."""
    t = view.visit.t
    try:
        told = _ACTS[asked.what](view, asked)
    except (administer.StaffError, administer.PasswordError) as error:
        st.error(problem_sentence(t, error.code), icon=":material/error:")
        return False
    state.flash("done", told)
    return True


def _add(view: View, asked: Asked) -> str:
    person = administer.add_staff(
        view.visit.office,
        view.visit.actor,
        email=asked.values["email"],
        name=asked.values["name"],
        roles=asked.roles,
        password=asked.values["password"] or None,
        language=view.visit.language,
    )
    return view.visit.t("%(name)s was added.", name=plain(person.name))


def _set_roles(view: View, asked: Asked) -> str:
    person = _person(asked)
    administer.set_roles(view.visit.office, view.visit.actor, person.id, asked.roles)
    return view.visit.t("The roles of %(name)s are saved.", name=plain(person.name))


def _set_password(view: View, asked: Asked) -> str:
    person = _person(asked)
    administer.set_password(view.visit.office, view.visit.actor, person.id, asked.values["password"])
    return view.visit.t("%(name)s has a new password and is signed out everywhere.", name=plain(person.name))


def _set_active(view: View, asked: Asked) -> str:
    person = _person(asked)
    is_active = asked.what == "let_in"
    administer.set_active(view.visit.office, view.visit.actor, person.id, is_active=is_active)
    t = view.visit.t
    if is_active:
        return t("%(name)s can sign in again.", name=plain(person.name))
    return t("%(name)s can sign in no more.", name=plain(person.name))


def _reset(view: View, asked: Asked) -> str:
    person = _person(asked)
    administer.reset_second_step(view.visit.office, view.visit.actor, person.id)
    return view.visit.t(
        "%(name)s signs in with the password alone now, and was signed out everywhere.",
        name=plain(person.name),
    )


def _person(asked: Asked) -> Staff:
    if asked.person is None:
        raise LookupError(asked.what)
    return asked.person


_ACTS: dict[str, Any] = {
    "add": _add,
    "roles": _set_roles,
    "password": _set_password,
    "reset": _reset,
    "let_in": _set_active,
    "keep_out": _set_active,
}


def problem_sentence(t: Wording, code: str) -> str:
    """Return what is wrong with a person or a password, and what to do."""
    told = {
        "email_wrong": t("This is not an e-mail address. Write it like name@town.ca."),
        "email_taken": t("Somebody with this e-mail address is in the list already."),
        "name_missing": t("Please write the person's name."),
        "role_needs_department": t("This role needs a department."),
        "last_admin": t("Nobody else manages the site. Make somebody else site admin first."),
        "too_short": t("The password is too short. Use 12 characters or more."),
        "too_long": t("The password is too long."),
        "common": t("The password is easy to guess. Use several words that do not belong together."),
        "personal": t("The password holds the person's name or address. Choose another."),
    }
    return told.get(code, t("This cannot be saved (%(code)s).", code=code))


if __name__ == "__main__":
    page()
