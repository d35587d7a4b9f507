"""What vendors send, after their documentation; nobody in it exists."""

from typing import Any


def personio_employee(number: int, **values: Any) -> dict[str, Any]:
    def named(name: str) -> dict[str, Any]:
        return {"type": "Thing", "attributes": {"id": 7, "name": name}}

    attributes = {
        "id": number,
        "status": "active",
        "position": "Account Executive",
        "employment_type": "internal",
        "weekly_working_hours": "40",
        "hire_date": "2014-11-09T00:00:00+01:00",
        "termination_date": None,
        "department": named("Sales"),
        "office": named("Munich"),
        **values,
    }
    return {
        "type": "Employee",
        "attributes": {
            name: {"label": name, "value": value, "type": "standard", "universal_id": name}
            for name, value in attributes.items()
        },
    }


def bamboo_row(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "fields": {
            "employeeNumber": str(number),
            "status": "Active",
            "employmentStatus": "Full-Time",
            "jobInformationDepartment": "Customer Success",
            "jobInformationJobTitle": "CSM",
            "location": "Lindon, Utah",
            "hireDate": "2020-05-01",
            "terminationDate": "0000-00-00",
            **fields,
        }
    }


def merge_employee(number: int, **changes: Any) -> dict[str, Any]:
    job = {
        "job_title": "Account Executive",
        "employment_type": "FULL_TIME",
        "effective_date": "2021-01-01T00:00:00Z",
    }
    return {
        "id": f"0958cbc6-{number}",
        "employment_status": "ACTIVE",
        "start_date": "2020-10-10T00:00:00Z",
        "termination_date": None,
        "employments": [job],
        "groups": [{"name": "EMEA", "type": "OFFICE"}, {"name": "Sales", "type": "DEPARTMENT"}],
        "team": {"name": "Mid-market"},
        "work_location": {"country": "DE"},
        **changes,
    }


def okta_group(name: str, users: int) -> dict[str, Any]:
    return {
        "id": f"00g-{name}-{users}",
        "type": "OKTA_GROUP",
        "profile": {"name": name, "description": None},
        "_embedded": {"stats": {"usersCount": users, "appsCount": 0}},
    }


def okta_user(number: int, status: str = "ACTIVE", **profile: Any) -> dict[str, Any]:
    traits = {"department": "Sales", "title": "AE", "countryCode": "US", "userType": "Employee"}
    return {"id": f"00u{number}", "status": status, "profile": {**traits, **profile}}


def graph_user(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"6ea91a8d-{number}",
        "department": "Sales",
        "jobTitle": "Account Executive",
        "country": "Japan",
        "employeeType": "Employee",
        "employeeHireDate": "2020-01-01T00:00:00Z",
        "accountEnabled": True,
        "userType": "Member",
        **changes,
    }
