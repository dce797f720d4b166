#!/bin/sh
# What the demo's rollback does, as a plain script and without any of its safety: stop, checkout, copy, restore, start, and wait for the
# same probes, 50 ms apart, one good answer each.
# rollback.sh PROJECT STATE VERSION COMMIT CONFIG PORT CHECKOUT
#   STATE holds <service>.pid and gets the copy of the database; CONFIG holds the files to restore; PORT is the api's, web and worker
#   follow; CHECKOUT is the status that POST /checkout should answer.
set -eu
project=$1 state=$2 version=$3 commit=$4 config=$5 port=$6 checkout=$7
short=$(printf %.12s "$commit")
deploy=$project/deploy/staging

stop() {
  pid=$(cat "$state/$1.pid")
  kill -TERM "$pid" 2>/dev/null || return 0
  while alive "$pid"; do sleep 0.05; done
}

alive() { # one that has ended and waits to be reaped is not
  kill -0 "$1" 2>/dev/null || return 1
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  case $stat in *') Z '*) return 1 ;; esac
}

start() { # service folder script port
  cd "$2"
  SHOP_ENV=staging PORT=$4 API_URL=http://127.0.0.1:$port setsid node "$3" >>"$state/$1.log" 2>&1 </dev/null &
  echo $! >"$state/$1.pid"
}

answers() { # method url status text
  body=$(curl -s -X "$1" -w ' %{http_code}' "$2") || return 1
  case $body in *"$4"*" $3") ;; *) return 1 ;; esac
}

await() {
  left=200
  until answers "$@"; do
    left=$((left - 1))
    [ $left -gt 0 ] || { echo "$2 does not answer $3" >&2; exit 1; }
    sleep 0.05
  done
}

ready() { # port
  await GET "http://127.0.0.1:$1/health" 200 ''
  await GET "http://127.0.0.1:$1/version" 200 "\"$version\""
}

stop web & stop worker & wait
stop api
for service in api web; do
  release=$deploy/$service/releases/$short
  [ -d "$release" ] || git -C "$project" worktree add --quiet --detach "$release" "$commit"
  ln -sfn "$release" "$deploy/$service/current"
done
cp "$project/data/staging.db" "$state/staging.db"
cp "$config/.env.staging" "$project/.env.staging"
cp "$config/config/staging.json" "$project/config/staging.json"
start api "$deploy/api/releases/$short" services/api.mjs "$port"
ready "$port"
await POST "http://127.0.0.1:$port/checkout" "$checkout" ''
start web "$deploy/web/releases/$short" services/web.mjs $((port + 1))
start worker "$deploy/worker/$version" worker.mjs $((port + 2))
ready $((port + 1))
ready $((port + 2))
