"""Who may do what: one table of action by role, decided inside the actions and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from surveys.records import Staff, Survey

RoleName = Literal["resident", "analyst", "editor", "owner", "department_admin", "site_admin", "auditor"]
ROLES: tuple[RoleName, ...] = (
    "resident",
    "analyst",
    "editor",
    "owner",
    "department_admin",
    "site_admin",
    "auditor",
)
SITE_ROLES = frozenset({"site_admin", "auditor"})

# A cell says over what the role may act: "all"; its "department"; surveys it "own"s; what is "published";
# "own_department" is the department's people. "masked": without personal details. "test": marked as a test.
Rule = Literal["all", "department", "own", "published", "department masked", "department test"]

TABLE: Mapping[str, Mapping[RoleName, Rule]] = {
    "answer_survey": {
        "resident": "published",
        "analyst": "department test",
        "editor": "department test",
        "owner": "department test",
        "department_admin": "department test",
        "site_admin": "department test",
    },
    "see_survey": {
        "analyst": "department",
        "editor": "department",
        "owner": "own",
        "department_admin": "department",
        "site_admin": "all",
    },
    "edit_survey": {"editor": "department", "owner": "own", "department_admin": "department"},
    "publish_survey": {"owner": "own", "department_admin": "department"},
    "see_results": {
        "resident": "published",
        "analyst": "department",
        "editor": "department",
        "owner": "own",
        "department_admin": "department",
        "auditor": "all",
    },
    "see_comments": {"analyst": "department masked", "owner": "own", "department_admin": "department"},
    "reveal_comments": {"owner": "own", "department_admin": "department"},
    "run_analysis": {"analyst": "department", "owner": "own", "department_admin": "department"},
    "code_comments": {"analyst": "department", "owner": "own", "department_admin": "department"},
    "edit_code_frame": {"analyst": "department", "owner": "own", "department_admin": "department"},
    "bring_in_responses": {"editor": "department", "owner": "own", "department_admin": "department"},
    "export_responses": {"owner": "own", "department_admin": "department"},
    "manage_staff": {"department_admin": "department", "site_admin": "all"},
    "read_audit": {"department_admin": "department", "site_admin": "all", "auditor": "all"},
}


class NotFoundError(LookupError):
    """There is no such thing, or it is not this person's to see: both look alike on purpose."""


class RefusedError(PermissionError):
    """The person may see the thing but not do this to it."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a resident, a member of staff, or the operator at the command line."""

    staff: Staff | None = None
    is_operator: bool = False

    @property
    def label(self) -> str:
        """Return how the audit names them; a resident has no name."""
        if self.is_operator:
            return "operator"
        return f"staff:{self.staff.id}" if self.staff else "resident"


RESIDENT = Actor()
OPERATOR = Actor(is_operator=True)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is acted on, as far as access cares."""

    department_id: int | None = None
    owner_id: int | None = None
    is_published: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """Permission, and its conditions."""

    is_masked: bool = False
    is_test: bool = False


def scope_of(survey: Survey, *, is_published: bool = False) -> Scope:
    """Return the scope of a survey."""
    return Scope(survey.department_id, survey.owner_id, is_published)


def grant(actor: Actor, action: str, scope: Scope) -> Grant | None:
    """Return what ``actor`` is granted, the widest of their roles; ``None`` for nothing.

    Raises:
        KeyError: the table does not know the action.
    """
    rules = TABLE[action]
    if actor.is_operator:
        return Grant()
    found: list[Grant] = []
    if rules.get("resident") == "published" and scope.is_published:
        # Staff are residents too, except where their own row says more (answering marks a test).
        found += [Grant()] if actor.staff is None or action != "answer_survey" else []
    for role in actor.staff.roles if actor.staff and actor.staff.is_active else ():
        rule = rules.get(role.name)  # type: ignore[call-overload]
        if rule and _covers(rule, actor, role.department_id, scope):
            found.append(Grant(is_masked="masked" in rule, is_test="test" in rule))
    return min(found, key=lambda granted: (granted.is_masked, granted.is_test), default=None)


def _covers(rule: Rule, actor: Actor, department_id: int | None, scope: Scope) -> bool:
    if rule == "all":
        return True
    is_mine = department_id is None or department_id == scope.department_id
    if rule == "own":
        return is_mine and actor.staff is not None and scope.owner_id == actor.staff.id
    if rule == "published":
        return scope.is_published
    return is_mine


def can(actor: Actor, action: str, scope: Scope) -> bool:
    """Say whether ``actor`` may do ``action``; for drawing only what can be used, never for protection."""
    return grant(actor, action, scope) is not None


def require(actor: Actor, action: str, scope: Scope) -> Grant:
    """Return the grant or refuse.

    Raises:
        NotFoundError: the actor may not even see that the thing exists.
        RefusedError: the actor may see it, but not do this.
    """
    granted = grant(actor, action, scope)
    if granted is not None:
        return granted
    if grant(actor, "see_survey", scope) or grant(actor, "see_results", scope):
        raise RefusedError(action)
    raise NotFoundError(action)


def departments_where(actor: Actor, action: str) -> frozenset[int] | None:
    """Return the departments in which ``actor`` may do ``action`` at least to something; ``None`` for all."""
    if actor.is_operator:
        return None
    found: set[int] = set()
    for role in actor.staff.roles if actor.staff and actor.staff.is_active else ():
        rule = TABLE[action].get(role.name)  # type: ignore[call-overload]
        if rule == "all" or (rule and role.department_id is None):
            return None
        if rule and role.department_id is not None:
            found.add(role.department_id)
    return frozenset(found)
