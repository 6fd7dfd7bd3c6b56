"""How well the analysis does on comments whose labels are known: one module a task.

A task is a module with ``evaluate(train, test, setting)``; adding one is a module and a line here.
"""

TASKS = {
    "sentiment": "analysis.evaluation.sentiment",
    "coding": "analysis.evaluation.coding",
    "discovery": "analysis.evaluation.discovery",
    "feedback": "analysis.evaluation.feedback",
}
"""Name of each task, and the module that measures it."""
