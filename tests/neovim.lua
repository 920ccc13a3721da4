-- A session of Neovim's built-in client: open, diagnostics, hover, apply the fix, diagnostics gone.
local function fail(what)
  io.stderr:write(what .. "\n")
  vim.cmd("cquit 1")
end

local function wait(what, done)
  if not vim.wait(120000, done, 20) then
    fail("waited in vain for " .. what)
  end
end

local client = vim.lsp.start_client({
  name = "gouji",
  cmd = { os.getenv("GOUJI_PYTHON"), "-m", "gouji", "lsp" },
  root_dir = vim.fn.getcwd(),
})
local buffer = vim.api.nvim_get_current_buf()
vim.lsp.buf_attach_client(buffer, client)

wait("diagnostics", function() return #vim.diagnostic.get(buffer) > 0 end)
local found = vim.diagnostic.get(buffer)[1]
print(found.code, found.message)

local place = { line = found.lnum, character = vim.str_utfindex(vim.fn.getline(found.lnum + 1), found.col) }
local _, character = vim.str_utfindex(vim.fn.getline(found.lnum + 1), found.col)
place.character = character
local document = { uri = vim.uri_from_bufnr(buffer) }

local hover = vim.lsp.buf_request_sync(buffer, "textDocument/hover", { textDocument = document, position = place }, 60000)
print(hover[client].result.contents.value)

local range = { start = place, ["end"] = place }
local asked = { textDocument = document, range = range, context = { diagnostics = {}, only = { "quickfix" } } }
local actions = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", asked, 60000)
vim.lsp.util.apply_workspace_edit(actions[client].result[1].edit, "utf-16")

wait("the diagnostics to go", function() return #vim.diagnostic.get(buffer) == 0 end)
vim.cmd("silent write")
vim.lsp.stop_client(client)
vim.cmd("qall")
