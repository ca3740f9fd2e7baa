"""Ask a library as an agent does: python examples/agent.py LIBRARY "QUESTION" (with `pip install 'qa-bot[mcp]'`)."""

import asyncio
import sys

from mcp import Client, StdioServerParameters


async def main(library: str, question: str) -> None:
    """Start the server, ask, and read the first quotation again at its address."""
    server = StdioServerParameters(command="qa-bot", args=["mcp", "--library", library])
    async with Client(server) as client:
        found = (await client.call_tool("ask", {"question": question})).structured_content or {}
        for each in found["quotations"]:
            print(
                f"“{each['quote']}”\n  {each['speaker'] or each['article']['source']}, {each['article']['published']}"
            )
        if not found["answered"]:
            print(f"The articles do not answer ({found['reason']}).")
            return
        again = await client.read_resource(found["quotations"][0]["uri"])
        print(again.contents[0].text == found["quotations"][0]["quote"])


asyncio.run(main(*sys.argv[1:]))
