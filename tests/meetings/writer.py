"""A page that saves as one types, as its script talks to the server."""

from uuid import uuid4


class Writer:
    """A page of one account at one meeting."""

    def __init__(self, client, account_id, meeting_id):
        self.client, self.account_id = client, str(account_id)
        self.url = f"/meetings/{meeting_id}/live"

    def change(self, unit, base, values=None, *, id_=None, removes=False):
        return {
            "id": str(id_ or uuid4()),
            "unit": unit,
            "base": base,
            "values": values or {},
            "removes": removes,
        }

    def send(self, *changes, known=None, place="step_2"):
        body = {
            "account": self.account_id,
            "place": place,
            "known": known or {},
            "changes": changes,
        }
        return self.client.post(self.url, json=body)

    def save(self, unit, base, values, **how):
        return self.send(self.change(unit, base, values, **how)).json["results"][0]

    def state(self):
        return self.client.get(self.url, headers={"Accept": "application/json"}).json
